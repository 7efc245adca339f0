"""打診: seats held for people, the answers of person and host, 見学, rooms for tonight, the host's side."""
