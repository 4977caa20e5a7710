"""Who may do what."""

import pytest

from bot.access import Access, Deed, Person, Role, RoleSettings, needed

NOBODY = Access(RoleSettings())
NAMED = Access(RoleSettings(moderators=("mods", "U2"), admins=("U1",)))


@pytest.mark.parametrize(
    ("access", "person", "role"),
    [
        (NOBODY, Person("U9"), Role.MEMBER),
        (NOBODY, Person("U9", moderates=True), Role.MODERATOR),
        (NOBODY, Person("U9", moderates=True, administers=True), Role.ADMIN),
        (NAMED, Person("U1"), Role.ADMIN),
        (NAMED, Person("U2"), Role.MODERATOR),
        (NAMED, Person("U9", groups=("mods", "others")), Role.MODERATOR),
        (NAMED, Person("U9", groups=("others",)), Role.MEMBER),
        (NAMED, Person("U9", moderates=True, administers=True), Role.MEMBER),
        (Access(RoleSettings(admins=("U1",))), Person("U9", moderates=True), Role.MODERATOR),
    ],
)
def test_named_ids_replace_what_the_platform_grants(access: Access, person: Person, role: Role) -> None:
    assert access.role(person) is role


@pytest.mark.parametrize("deed", Deed)
@pytest.mark.parametrize("role", Role)
def test_a_deed_is_allowed_from_the_role_it_needs(deed: Deed, role: Role) -> None:
    person = Person("U9", moderates=role >= Role.MODERATOR, administers=role >= Role.ADMIN)

    assert NOBODY.allows(person, deed) == (role >= needed(deed))


def test_members_may_ask_and_be_forgotten_and_nothing_that_changes_the_index() -> None:
    assert {needed(deed) for deed in (Deed.ASK, Deed.CHECK, Deed.FORGET_ME)} == {Role.MEMBER}
    assert {needed(deed) for deed in (Deed.PIN, Deed.DELETE, Deed.CURATE)} == {Role.MODERATOR}
    assert {needed(deed) for deed in (Deed.REINDEX, Deed.ADD_SOURCE, Deed.SETTINGS)} == {Role.ADMIN}
