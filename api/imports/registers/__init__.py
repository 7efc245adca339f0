"""名簿: people, hosts and 大字・町丁目 from tables that offices keep; all rows are taken or none."""
