"""The demo's cast: people of seven viewpoints, two teams. Nobody of them exists; nobody has a password."""

from dataclasses import dataclass
from datetime import datetime

from weirdness.models import Level, Person, Source, Team
from weirdness.services import people


@dataclass(frozen=True)
class Part:
    """One of the cast; `good_for` says what to try as this person."""

    name: str
    email: str
    viewpoint: str
    good_for: str
    administrator: bool = False

    @property
    def slug(self) -> str:
        return self.email.split("@")[0].split(".")[0]


CAST = (
    Part("Amara Okafor", "amara.okafor@example.org", "bench-science", "flags rows she can't explain"),
    Part("Lucía Fernández", "lucia.fernandez@example.org", "bench-science", "owns penguins/raw"),
    Part("Tomasz Zieliński", "tomasz.zielinski@example.org", "quality-control", "flags labels and units"),
    Part("Mei-Ling Chen", "meiling.chen@example.org", "quality-control", "steward of penguins/raw"),
    Part("Noor Haddad", "noor.haddad@example.org", "project-management", "meets known issues: “Same here”"),
    Part("Daniel Osei", "daniel.osei@example.org", "business", "reads the state of a dataset before using it"),
    Part(
        "Ingrid Solberg",
        "ingrid.solberg@example.org",
        "operations",
        "leads Flight operations, which owns nyc/flights",
    ),
    Part(
        "Rajesh Iyer",
        "rajesh.iyer@example.org",
        "operations",
        "owns nyc/weather: stable, so new flags go to him",
    ),
    Part("Hana Kobayashi", "hana.kobayashi@example.org", "operations", "owns nyc/planes: it relapsed"),
    Part(
        "Priya Raman",
        "priya.raman@example.org",
        "data-science",
        "leads the data scientists: work the queue as her",
    ),
    Part("Mateo Silva", "mateo.silva@example.org", "data-science", "second data scientist: two at one issue"),
    Part("Ji-woo Park", "jiwoo.park@example.org", "data-science", "data scientist who is new to penguins"),
    Part(
        "Samira Benali",
        "samira.benali@example.org",
        "engineering",
        "administers: sources, databases, new datasets",
        administrator=True,
    ),
)
SCIENTISTS, FLIGHT_OPERATIONS, EVERYBODY = "data-scientists", "flight-operations", "everybody"
TEAMS = {
    SCIENTISTS: ("Data scientists", ("priya", "mateo", "jiwoo")),
    FLIGHT_OPERATIONS: ("Flight operations", ("ingrid", "rajesh", "hana")),
    EVERYBODY: ("Everybody", ("samira", *(part.slug for part in CAST if not part.administrator))),
}
EMAILS = frozenset(part.email for part in CAST)


@dataclass(frozen=True)
class Company:
    """People by first name (`amara`), teams by slug."""

    people: dict[str, Person]
    teams: dict[str, Team]

    def accountable(self, name: str) -> Person | Team:
        return self.teams[name] if name in self.teams else self.people[name]


def gather(*, now: datetime) -> Company:
    """The cast joins and forms its teams; the first of a team leads it."""
    cast = {
        part.slug: people.join(
            email=part.email,
            name=part.name,
            viewpoint=part.viewpoint,
            now=now,
            administrator=part.administrator,
            is_demo=True,
        )
        for part in CAST
    }
    teams = {}
    for slug, (name, members) in TEAMS.items():
        those = [cast[member] for member in members]
        teams[slug] = people.form_team(slug=slug, name=name, members=those, lead=those[0])
    return Company(cast, teams)


def let_see_rows(*, company: Company, source: Source, now: datetime) -> None:
    """Nothing in the demo's files is secret: everybody may look at rows, and pick those that they flag."""
    people.grant(actor=company.people["samira"], to=company.teams[EVERYBODY], on=source, level=Level.SEE_ROWS, now=now)


def playbill() -> str:
    """The cast as the supervisor shows it: one line each."""
    width = max(len(part.email) for part in CAST)
    lines = (f"  {part.email:<{width}}  {part.viewpoint.replace('-', ' ')}: {part.good_for}" for part in CAST)
    return "\n".join(["Log in with one click as:", *lines])
