"""The matching core of sanka: no database, no web, no clock, no network and no names of people."""
