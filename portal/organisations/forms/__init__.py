"""What people type about their organisation, its branches, members and licences."""

from portal.organisations.forms.branches import BranchForm
from portal.organisations.forms.licences import LicenceForm
from portal.organisations.forms.members import AcceptForm, InviteForm, JoinForm, RemoveForm, RoleForm
from portal.organisations.forms.organisation import (
    DetailsForm,
    OrganisationForm,
    RefuseForm,
    RegistrationForm,
)

__all__ = [
    "AcceptForm",
    "BranchForm",
    "DetailsForm",
    "InviteForm",
    "JoinForm",
    "LicenceForm",
    "OrganisationForm",
    "RefuseForm",
    "RegistrationForm",
    "RemoveForm",
    "RoleForm",
]
