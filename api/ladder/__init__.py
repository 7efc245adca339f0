"""The life of a placement from 見学 on: 体験, 受入中, 定着, its dose, pauses, reports, and its end."""
