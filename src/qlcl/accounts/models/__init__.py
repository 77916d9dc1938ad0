"""Tables of the accounts room."""

from .delegation import Delegation
from .person import Person, PersonManager
from .position import Appointment, Position
from .sign_in import SignInAttempt
from .token import ApiToken

__all__ = ["ApiToken", "Appointment", "Delegation", "Person", "PersonManager", "Position", "SignInAttempt"]
