"""From one declaration of every column to checks, tables, labels, templates and the README of the data.

A dataset is a file of rows; a column says its kind, whether it must be filled, which code list or dataset its values
come from, its unit, and what it means in both languages. Nothing else in the project lists columns.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "text", "id", "code", "codes", "list", "date", "latitude", "longitude", "country", "whole", "number", "url"
]

LIST_SEPARATOR = "|"
PARTICIPANT_SEPARATOR = ";"
ROLE_SEPARATOR = ":"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a dataset.

    `codes` names a list in codes.csv, `refers_to` a dataset whose ids the values must be; `several` allows many values
    separated by `|` (participants of events by `;`).
    """

    name: str
    kind: Kind
    label_en: str
    label_de: str
    help_en: str
    help_de: str
    required: bool = False
    codes: str = ""
    refers_to: str = ""
    unit: str = ""
    several: bool = False
    internal: bool = False

    def label(self, language: str) -> str:
        """Give the heading of this column."""
        return self.label_de if language == "de" else self.label_en

    def help(self, language: str) -> str:
        """Give the sentence that explains this column."""
        return self.help_de if language == "de" else self.help_en


@dataclass(frozen=True, slots=True)
class Dataset:
    """One file of the data: its name, its key and its columns in order."""

    name: str
    key: str
    label_en: str
    label_de: str
    columns: tuple[Column, ...] = field(repr=False)
    optional: bool = False

    @property
    def file(self) -> str:
        """The name of the file in a folder of data."""
        return f"{self.name}.csv"

    def label(self, language: str) -> str:
        """Give the name of this dataset for people."""
        return self.label_de if language == "de" else self.label_en

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Give the column of this name; raises KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def required(self) -> Iterator[Column]:
        """Yield the columns that every row must fill."""
        return (column for column in self.columns if column.required)


def _visibility() -> Column:
    return Column(
        "visibility", "code", "Visibility", "Sichtbarkeit",
        "Who may see the row; empty means public.", "Wer die Zeile sehen darf; leer heißt öffentlich.",
        codes="visibility",
    )  # fmt: skip


def _source(subject_en: str, subject_de: str) -> tuple[Column, Column]:
    return (
        Column(
            "source_title", "text", "Source", "Quelle",
            f"Title of the page or document that states {subject_en}.",
            f"Titel der Seite oder des Dokuments, das {subject_de} belegt.",
        ),
        Column(
            "source_url", "url", "Source address", "Adresse der Quelle",
            "Where the source can be read.", "Wo die Quelle zu lesen ist.",
        ),
    )  # fmt: skip


def _place() -> tuple[Column, ...]:
    return (
        Column(
            "latitude", "latitude", "Latitude", "Breite",
            "WGS 84, north is positive; both coordinates or none.",
            "WGS 84, Norden ist positiv; beide Koordinaten oder keine.", unit="°",
        ),
        Column(
            "longitude", "longitude", "Longitude", "Länge",
            "WGS 84, east is positive; both coordinates or none.",
            "WGS 84, Osten ist positiv; beide Koordinaten oder keine.", unit="°",
        ),
        Column(
            "place_method", "code", "Place found by", "Ort bestimmt durch",
            "How the coordinates came about.", "Wie die Koordinaten zustande kamen.", codes="place_method",
        ),
        Column(
            "place_precision", "code", "Place precision", "Genauigkeit des Orts",
            "Whether the point means the campus, the city or only the country.",
            "Ob der Punkt den Campus, die Stadt oder nur das Land meint.", codes="place_precision",
        ),
    )  # fmt: skip


def _country(required: bool = False) -> Column:
    return Column(
        "country_code", "country", "Country", "Land",
        "ISO 3166-1 alpha-2; XK for Kosovo.", "ISO 3166-1 alpha-2; XK für Kosovo.", required=required,
    )  # fmt: skip


INSTITUTIONS = Dataset(
    "institutions", "institution_id", "Institutions", "Einrichtungen",
    (
        Column("institution_id", "id", "Institution id", "Kennung der Einrichtung",
               "A short name in lower case, frozen once given.",
               "Ein kurzer Name in Kleinbuchstaben, einmal vergeben, nie geändert.", required=True),
        Column("name", "text", "Name", "Name", "English name.", "Englischer Name.", required=True),
        Column("name_de", "text", "German name", "Deutscher Name", "Name as used in German.",
               "Name im Deutschen."),
        Column("name_local", "text", "Local name", "Eigenname", "Name in the institution's own language.",
               "Name in der Sprache der Einrichtung."),
        Column("short_name", "text", "Short name", "Kurzname", "Abbreviation in daily use.",
               "Gebräuchliche Abkürzung."),
        Column("aliases", "list", "Aliases", "Weitere Namen", "Other names it is known by.",
               "Weitere gebräuchliche Namen.", several=True),
        Column("former_names", "list", "Former names", "Frühere Namen", "Names it had before.",
               "Namen, die sie früher trug.", several=True),
        Column("kind", "code", "Kind", "Art", "What kind of institution it is.", "Was für eine Einrichtung es ist.",
               required=True, codes="institution_kind"),
        Column("parent_id", "id", "Part of", "Teil von", "The institution it belongs to.",
               "Die Einrichtung, zu der sie gehört.", refers_to="institutions"),
        Column("city", "text", "City", "Stadt", "City, in English or as written there.",
               "Stadt, englisch oder wie dort geschrieben."),
        Column("city_de", "text", "City (German)", "Stadt (deutsch)", "German name of the city where it differs.",
               "Deutscher Name der Stadt, wo er abweicht."),
        _country(),
        *_place(),
        Column("website", "url", "Website", "Website", "Address of the institution.", "Adresse der Einrichtung."),
        Column("ror_id", "text", "ROR id", "ROR-Kennung", "Identifier of the Research Organization Registry.",
               "Kennung der Research Organization Registry."),
        Column("erasmus_code", "text", "Erasmus code", "Erasmus-Code", "Code of the European Commission.",
               "Code der Europäischen Kommission."),
        _visibility(),
        *_source("the institution", "die Einrichtung"),
        Column("verified_on", "date", "Confirmed on", "Bestätigt am", "Day on which somebody confirmed the row.",
               "Tag, an dem jemand die Zeile bestätigt hat."),
    ),
)  # fmt: skip

PARTNERSHIPS = Dataset(
    "partnerships", "partnership_id", "Partnerships", "Partnerschaften",
    (
        Column("partnership_id", "id", "Partnership id", "Kennung der Partnerschaft",
               "One row per strand of relation.", "Eine Zeile je Strang einer Beziehung.", required=True),
        Column("institution_id", "id", "Partner", "Partner",
               "The partner; empty only where the source names just a country or region.",
               "Der Partner; leer nur, wo die Quelle bloß Land oder Region nennt.", refers_to="institutions"),
        _country(),
        Column("region_code", "text", "Region", "Region",
               "scheme:code, where the source names only a region.",
               "Schema:Code, wo die Quelle nur eine Region nennt."),
        Column("home_institution", "id", "At home", "Bei uns", "Who holds the relation here.",
               "Wer die Beziehung hier trägt.", required=True, refers_to="institutions"),
        Column("type", "code", "Type", "Art", "Kind of relation.", "Art der Beziehung.", required=True,
               codes="partnership_type"),
        Column("stage", "code", "Stage", "Stand", "How far it has come, from discussed to ended.",
               "Wie weit sie gediehen ist, von „besprochen“ bis „beendet“.", codes="stage"),
        Column("status", "code", "Status", "Status", "Whether the relation is said to run.",
               "Ob die Beziehung als laufend gilt.", codes="status"),
        Column("cluster_or_unit", "list", "Cluster or unit", "Cluster oder Einheit",
               "Cluster of excellence, faculty or network through which it runs.",
               "Exzellenzcluster, Fakultät oder Netzwerk, über das sie läuft.", several=True),
        Column("fields", "codes", "Fields", "Fächer", "Broad fields of ISCED-F 2013.",
               "Fächergruppen nach ISCED-F 2013.", codes="isced_f", several=True),
        Column("agreement_type", "code", "Agreement", "Vereinbarung", "Form of the agreement.",
               "Form der Vereinbarung.", codes="agreement_type"),
        Column("umbrella_id", "id", "Under framework", "Unter Rahmenvertrag", "The agreement it stands under.",
               "Die Vereinbarung, unter der sie steht.", refers_to="partnerships"),
        Column("signed_on", "date", "Signed", "Unterzeichnet", "Date of signing (EDTF).",
               "Tag der Unterzeichnung (EDTF)."),
        Column("signatories", "list", "Signed by", "Unterzeichnet von", "Offices that signed, no persons.",
               "Ämter, die unterzeichnet haben, keine Personen.", several=True),
        Column("signatories_de", "list", "Signed by (German)", "Unterzeichnet von (deutsch)",
               "The same offices in German.", "Dieselben Ämter auf Deutsch.", several=True),
        Column("start_date", "date", "Since", "Seit", "Start (EDTF, as precise as the source).",
               "Beginn (EDTF, so genau wie die Quelle)."),
        Column("end_date", "date", "Until", "Bis", "End (EDTF, as precise as the source).",
               "Ende (EDTF, so genau wie die Quelle)."),
        Column("end_rule", "code", "What happens at the end", "Was am Ende geschieht",
               "Whether it ends, renews itself or stays open.", "Ob sie endet, sich verlängert oder offen ist.",
               codes="end_rule"),
        Column("review_on", "date", "Review on", "Überprüfung am", "When somebody must decide.",
               "Wann jemand entscheiden muss.", internal=True),
        Column("responsible_role", "text", "Responsible", "Zuständig", "Role, no person.", "Rolle, keine Person.",
               internal=True),
        Column("contact_home", "text", "Contact here", "Kontakt hier", "Unit or role mailbox.",
               "Einheit oder Funktionspostfach.", internal=True),
        Column("contact_partner", "text", "Contact there", "Kontakt dort", "Unit or role mailbox.",
               "Einheit oder Funktionspostfach.", internal=True),
        Column("document_url", "url", "Document", "Dokument", "Where the agreement can be read.",
               "Wo die Vereinbarung zu lesen ist.", internal=True),
        Column("notes", "text", "Notes", "Notizen", "Working notes of the office.", "Arbeitsnotizen des Büros.",
               internal=True),
        Column("description", "text", "Description", "Beschreibung", "One sentence in English.",
               "Ein Satz auf Englisch."),
        Column("description_de", "text", "German description", "Deutsche Beschreibung", "One sentence in German.",
               "Ein Satz auf Deutsch."),
        _visibility(),
        *_source("the relation", "die Beziehung"),
        Column("verified_on", "date", "Confirmed on", "Bestätigt am",
               "Day on which somebody confirmed the relation itself.",
               "Tag, an dem jemand die Beziehung selbst bestätigt hat."),
    ),
)  # fmt: skip

EVENTS = Dataset(
    "events", "event_id", "Events", "Ereignisse",
    (
        Column("event_id", "id", "Event id", "Kennung des Ereignisses", "A short name, frozen once given.",
               "Ein kurzer Name, einmal vergeben, nie geändert.", required=True),
        Column("parent_event_id", "id", "Part of", "Teil von", "The trip or conference it belongs to.",
               "Die Reise oder Tagung, zu der es gehört.", refers_to="events"),
        Column("leg", "whole", "Leg", "Etappe", "Order within the trip, only where a source states it.",
               "Reihenfolge in der Reise, nur wo eine Quelle sie nennt."),
        Column("title", "text", "Title", "Titel", "English title.", "Englischer Titel.", required=True),
        Column("title_de", "text", "German title", "Deutscher Titel", "German title.", "Deutscher Titel."),
        Column("kind", "code", "Kind", "Art", "What kind of event it is.", "Was für ein Ereignis es ist.",
               required=True, codes="event_kind"),
        Column("start_date", "date", "Begins", "Beginnt", "EDTF, as precise as the source.",
               "EDTF, so genau wie die Quelle."),
        Column("end_date", "date", "Ends", "Endet", "EDTF, as precise as the source.",
               "EDTF, so genau wie die Quelle."),
        Column("venue", "text", "Venue", "Veranstaltungsort", "Building, campus or “online”.",
               "Gebäude, Campus oder „online“."),
        Column("venue_de", "text", "Venue (German)", "Veranstaltungsort (deutsch)", "German name where it differs.",
               "Deutscher Name, wo er abweicht."),
        Column("city", "text", "City", "Stadt", "City of the event.", "Stadt des Ereignisses."),
        Column("city_de", "text", "City (German)", "Stadt (deutsch)", "German name of the city where it differs.",
               "Deutscher Name der Stadt, wo er abweicht."),
        _country(),
        *_place(),
        Column("institution_ids", "list", "Taking part", "Beteiligte",
               "Institutions, each optionally with a role: univ-tsukuba:host;nims:signatory.",
               "Einrichtungen, wahlweise mit Rolle: univ-tsukuba:host;nims:signatory.", refers_to="institutions",
               several=True),
        Column("topics", "codes", "Topics", "Themen", "What it was about.", "Worum es ging.", codes="topic",
               several=True),
        Column("outcome", "text", "Outcome", "Ergebnis", "What came of it, in English.",
               "Was dabei herauskam, auf Englisch."),
        Column("outcome_de", "text", "German outcome", "Deutsches Ergebnis", "What came of it, in German.",
               "Was dabei herauskam, auf Deutsch."),
        Column("outcome_stage", "code", "Outcome reached", "Erreichter Stand", "The stage it reached.",
               "Die Stufe, die erreicht wurde.", codes="stage"),
        Column("description", "text", "Description", "Beschreibung", "One sentence in English.",
               "Ein Satz auf Englisch."),
        Column("description_de", "text", "German description", "Deutsche Beschreibung", "One sentence in German.",
               "Ein Satz auf Deutsch."),
        _visibility(),
        *_source("the event", "das Ereignis"),
    ),
)  # fmt: skip

EVIDENCE = Dataset(
    "evidence", "", "Further evidence", "Weitere Belege",
    (
        Column("row_id", "id", "Row", "Zeile", "The institution, partnership or event it speaks of.",
               "Die Einrichtung, Partnerschaft oder das Ereignis, um das es geht.", required=True),
        Column("column_name", "text", "Column", "Spalte", "The column it bears on.", "Die Spalte, die es betrifft."),
        Column("stance", "code", "Stance", "Haltung", "Supports, contradicts, qualifies, or speaks only in general.",
               "Stützt, widerspricht, schränkt ein oder spricht nur allgemein.", codes="stance"),
        Column("states", "text", "States", "Sagt", "What the source says.", "Was die Quelle sagt.", required=True),
        Column("states_de", "text", "States (German)", "Sagt (deutsch)", "What the source says, in German.",
               "Was die Quelle sagt, auf Deutsch."),
        *_source("the statement", "die Aussage"),
    ),
    optional=True,
)  # fmt: skip

DATASETS: dict[str, Dataset] = {dataset.name: dataset for dataset in (INSTITUTIONS, PARTNERSHIPS, EVENTS, EVIDENCE)}

CODES_COLUMNS = (
    "list", "code", "group", "label_en", "label_de", "help_en", "help_de", "colour_light", "colour_dark", "icon",
    "sort",
)  # fmt: skip
REGIONS_COLUMNS = (
    "scheme", "region_code", "parent_code", "label_en", "label_de", "country_codes", "institution_id", "sort",
)  # fmt: skip
"""institution_id names the office that looks after a region, where one does."""
