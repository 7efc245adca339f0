"""会議資料: all a conference looks at in one pack, on paper, in Excel and on the screen in the room."""
