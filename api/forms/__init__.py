"""帳票: forms as data, filled from the records that are held; on pages, in Excel and in PDF."""
