"""What the record itself leaves open: what to look for next, when somebody last looked, and with which words."""

from pactbook.subjects.questions.asked import COLUMNS, KINDS, Question, phrases, table
from pactbook.subjects.questions.documents import find_of_pair, of_documents, of_pair, of_periods
from pactbook.subjects.questions.organisations import find_of_bloc, of_bloc, of_organisations
from pactbook.subjects.questions.programmes import asked_of_programme, find_of_programme, of_programme

__all__ = [
    "COLUMNS",
    "KINDS",
    "Question",
    "asked_of_programme",
    "find_of_bloc",
    "find_of_pair",
    "find_of_programme",
    "of_bloc",
    "of_documents",
    "of_organisations",
    "of_pair",
    "of_periods",
    "of_programme",
    "phrases",
    "table",
]
