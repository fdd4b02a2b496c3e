"""The people and teams of the demo."""

from dataclasses import dataclass

from app.core.actor import Role
from app.people.enums import Presence, Strategy

DOMAIN = "demo.example"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody who hands in tickets or administers."""

    key: str
    name: str
    role: Role = Role.USER

    @property
    def email(self) -> str:
        """The address that the person signs in with."""
        return f"{self.key}@{DOMAIN}"


@dataclass(frozen=True, slots=True)
class DemoTeam:
    """A team of the demo."""

    name: str
    strategy: Strategy


@dataclass(frozen=True, slots=True)
class DemoTechnician:
    """Somebody who works on tickets; skills are named like the categories."""

    person: DemoPerson
    team: DemoTeam
    skills: dict[str, float]
    capacity: int
    comfortable_capacity: int
    presence: Presence = Presence.ONLINE
    stays_online: bool = True


USER = DemoPerson("user", "Uma Ulrich")
TECHNICIAN = DemoPerson("technician", "Theo Tanaka", Role.TECHNICIAN)
ADMINISTRATOR = DemoPerson("administrator", "Ada Adeyemi", Role.ADMINISTRATOR)

# The three that can be signed in with: role, as the file of sign-ins names it, and person.
SIGN_INS: dict[str, DemoPerson] = {
    "user": USER,
    "technician": TECHNICIAN,
    "administrator": ADMINISTRATOR,
}

REQUESTERS: tuple[DemoPerson, ...] = (
    USER,
    DemoPerson("rosa", "Rosa Rinaldi"),
    DemoPerson("samir", "Samir Saidi"),
    DemoPerson("petra", "Petra Prochazka"),
    DemoPerson("quentin", "Quentin Quist"),
    DemoPerson("nora", "Nora Nyberg"),
)

WORKPLACE = DemoTeam("Workplace", Strategy.WEIGHTED_LEAST_LOAD)
INFRASTRUCTURE = DemoTeam("Infrastructure", Strategy.WEIGHTED_LEAST_LOAD)
BUSINESS = DemoTeam("Business services", Strategy.ROUND_ROBIN)
TEAMS: tuple[DemoTeam, ...] = (WORKPLACE, INFRASTRUCTURE, BUSINESS)


def _technician(
    key: str,
    name: str,
    team: DemoTeam,
    limits: tuple[int, int],
    presence: Presence = Presence.ONLINE,
    **skills: float,
) -> DemoTechnician:
    return DemoTechnician(
        person=DemoPerson(key, name, Role.TECHNICIAN),
        team=team,
        skills=skills,
        capacity=limits[1],
        comfortable_capacity=limits[0],
        presence=presence,
        stays_online=presence is Presence.ONLINE,
    )


# Enough places online for every category that tickets handed in by hand find somebody at once.
TECHNICIANS: tuple[DemoTechnician, ...] = (
    DemoTechnician(
        person=TECHNICIAN,
        team=WORKPLACE,
        skills={"hardware": 0.9, "software": 0.8, "network": 0.7, "access": 0.7, "general": 0.5},
        capacity=12,
        comfortable_capacity=7,
    ),
    _technician(
        "bea", "Bea Brandt", WORKPLACE, (6, 12), software=0.95, email=0.8, hardware=0.6, general=0.6
    ),
    _technician(
        "carl", "Carl Castillo", WORKPLACE, (6, 10), hardware=0.95, software=0.5, email=0.5
    ),
    _technician(
        "dina", "Dina Dahl", INFRASTRUCTURE, (7, 14), network=0.95, security=0.8, access=0.6
    ),
    _technician(
        "emil",
        "Emil Ekberg",
        INFRASTRUCTURE,
        (7, 14),
        storage=0.9,
        access=0.9,
        network=0.5,
        email=0.7,
    ),
    _technician(
        "fay", "Fay Fontaine", INFRASTRUCTURE, (5, 10), security=0.95, storage=0.6, access=0.7
    ),
    _technician("gus", "Gus Grabowski", BUSINESS, (8, 16), billing=0.9, general=0.8, hr=0.5),
    _technician("hana", "Hana Horvat", BUSINESS, (8, 16), hr=0.95, general=0.7, billing=0.6),
    _technician(
        "ivo", "Ivo Ivanov", INFRASTRUCTURE, (5, 8), Presence.AWAY, network=0.8, storage=0.9
    ),
    _technician(
        "jana", "Jana Jansen", WORKPLACE, (4, 8), Presence.OFFLINE, software=0.7, email=0.9
    ),
)
