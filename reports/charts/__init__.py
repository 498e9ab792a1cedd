"""Charts: drawn once as SVG, for pages as they are and for documents as PNG; readable in black and white."""

from reports.charts.agencies import agency_chart
from reports.charts.picture import Chart, as_png
from reports.charts.ring import status_ring
from reports.charts.timeline import meeting_timeline
from reports.charts.trend import trend_chart

__all__ = ["Chart", "agency_chart", "as_png", "meeting_timeline", "status_ring", "trend_chart"]
