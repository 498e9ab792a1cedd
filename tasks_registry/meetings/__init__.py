"""Meetings: their days, states, agendas, series, and what they ask of people beforehand."""
