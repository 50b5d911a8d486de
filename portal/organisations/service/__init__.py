"""What people can do with organisations."""

from portal.organisations.service.branches import add_branch, change_branch
from portal.organisations.service.checks import check_licence, mark_licence, watch_licences
from portal.organisations.service.licences import change_licence, declare_licence
from portal.organisations.service.members import (
    AlreadyMember,
    InvitationForSomebodyElse,
    InvitationSpent,
    accept_invitation,
    change_role,
    invite_member,
    join_as_new_person,
    remove_member,
    withdraw_invitation,
)
from portal.organisations.service.registration import (
    RegistrationReceived,
    change_organisation,
    register_for,
    register_organisation,
)
from portal.organisations.service.standing import (
    EmailNotConfirmed,
    apply_again,
    approve_organisation,
    ask_express,
    refuse_organisation,
)

__all__ = [
    "AlreadyMember",
    "EmailNotConfirmed",
    "InvitationForSomebodyElse",
    "InvitationSpent",
    "RegistrationReceived",
    "accept_invitation",
    "add_branch",
    "apply_again",
    "approve_organisation",
    "ask_express",
    "change_branch",
    "change_licence",
    "change_organisation",
    "change_role",
    "check_licence",
    "declare_licence",
    "invite_member",
    "join_as_new_person",
    "mark_licence",
    "refuse_organisation",
    "register_for",
    "register_organisation",
    "remove_member",
    "watch_licences",
    "withdraw_invitation",
]
