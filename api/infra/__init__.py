"""What everything else stands on: settings, time, the database, keys, logs and jobs."""
