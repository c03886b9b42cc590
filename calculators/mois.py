"""Months, each as its first day: the one of a day, those before and after, the last one that is over."""

from datetime import date


def month_of(day: date) -> date:
    """Give the month of a day."""
    return date(day.year, day.month, 1)


def shift(month: date, months: int) -> date:
    """Give the month so many months after (before, when negative)."""
    rank = month.year * 12 + month.month - 1 + months
    return date(rank // 12, rank % 12 + 1, 1)


def list_months(first: date, last: date) -> list[date]:
    """Give the months from one to another, both included; none when the last comes before the first."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [shift(first, rank) for rank in range(count)]


def last_over(today: date) -> date:
    """Give the newest month that is over: the values of one that is not are provisional."""
    return shift(today, -1)


def is_over(month: date, today: date) -> bool:
    """Tell whether a month is over."""
    return month < month_of(today)
