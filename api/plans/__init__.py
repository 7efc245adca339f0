"""参加支援プラン: written with the person, frozen while a conference looks at it, fixed by the decision."""
