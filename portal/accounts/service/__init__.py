"""What people can do with their accounts."""

from portal.accounts.service.addresses import (
    ask_email_change,
    change_email,
    confirm_email,
    mark_email_confirmed,
)
from portal.accounts.service.links import LinkSpent
from portal.accounts.service.passwords import (
    ask_password_reset,
    change_password,
    choose_password,
)
from portal.accounts.service.people import (
    EmailTaken,
    Registered,
    StaffAppointment,
    appoint_staff,
    change_profile,
    find_or_register,
    register_person,
)
from portal.accounts.service.second_factor import (
    NothingToProve,
    SecondFactorOn,
    SecondFactorRefused,
    pass_second_factor,
    renew_recovery_codes,
    turn_off_second_factor,
    turn_on_second_factor,
)
from portal.accounts.service.sessions import (
    SessionOpened,
    act_for,
    forget_stale,
    open_session,
    sign_out,
    sign_out_everywhere,
    touch_session,
)
from portal.accounts.service.sign_in import SignInRefused, sign_in
from portal.accounts.service.tries import count_try

__all__ = [
    "EmailTaken",
    "LinkSpent",
    "NothingToProve",
    "Registered",
    "SecondFactorOn",
    "SecondFactorRefused",
    "SessionOpened",
    "SignInRefused",
    "StaffAppointment",
    "act_for",
    "appoint_staff",
    "ask_email_change",
    "ask_password_reset",
    "change_email",
    "change_password",
    "change_profile",
    "choose_password",
    "confirm_email",
    "count_try",
    "find_or_register",
    "forget_stale",
    "mark_email_confirmed",
    "open_session",
    "pass_second_factor",
    "register_person",
    "renew_recovery_codes",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "touch_session",
    "turn_off_second_factor",
    "turn_on_second_factor",
]
