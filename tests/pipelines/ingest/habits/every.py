"""Every habit, of every kind."""

from tests.pipelines.ingest.habits.excel import HABITS as EXCEL
from tests.pipelines.ingest.habits.layout import HABITS as LAYOUT
from tests.pipelines.ingest.habits.numbers import HABITS as NUMBERS
from tests.pipelines.ingest.habits.sheets import HABITS as SHEETS
from tests.pipelines.ingest.habits.text import HABITS as TEXT
from tests.pipelines.ingest.habits.wide import HABITS as WIDE
from tests.pipelines.ingest.habits.words import HABITS as WORDS

ALL = [*TEXT, *WORDS, *NUMBERS, *EXCEL, *LAYOUT, *WIDE, *SHEETS]
