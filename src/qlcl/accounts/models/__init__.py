"""Tables of the accounts room."""

from qlcl.accounts.models.delegation import Delegation
from qlcl.accounts.models.person import Person
from qlcl.accounts.models.position import Appointment, Position
from qlcl.accounts.models.sign_in import SignInAttempt
from qlcl.accounts.models.token import ApiToken

__all__ = ["ApiToken", "Appointment", "Delegation", "Person", "Position", "SignInAttempt"]
