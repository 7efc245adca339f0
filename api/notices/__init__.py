"""知らせ: telling a host by mail that something waits for it; what cannot be mailed is a call to be made."""
