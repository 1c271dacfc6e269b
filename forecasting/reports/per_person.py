"""Table ⑤ (R-1.9): calls per person as planned and as they came.

The regulation's "calls of the staff" (人员话务量) is read both ways, as a total and per head.
"""

from __future__ import annotations

import pandas as pd

from forecasting.reports.days import ratio


def per_person_by_day(days: pd.DataFrame) -> pd.DataFrame:
    """Set predicted against actual calls per person.

    Parameters
    ----------
    days
        Indexed by day, nan where unknown: ``predicted_total``, forecast calls; ``actual_total``, calls
        handled by staff; ``predicted_staff`` and ``actual_staff``, people planned and on duty.

    Returns
    -------
    pandas.DataFrame
        With ``predicted`` and ``actual`` calls per person, ``difference``, actual less predicted, and
        ``error``, difference ÷ actual, a share, as in table ④.
    """
    columns = ["predicted_total", "actual_total", "predicted_staff", "actual_staff"]
    found = days[columns].astype("float64")
    found["predicted"] = ratio(found["predicted_total"], found["predicted_staff"])
    found["actual"] = ratio(found["actual_total"], found["actual_staff"])
    found["difference"] = found["actual"] - found["predicted"]
    found["error"] = ratio(found["difference"], found["actual"])
    return found
