"""Tables of training."""

from qlcl.training.models.certificate import Certificate, CertificateQuerySet
from qlcl.training.models.training_class import Attendance, Participant, TrainingClass

__all__ = ["Attendance", "Certificate", "CertificateQuerySet", "Participant", "TrainingClass"]
