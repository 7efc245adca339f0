"""会議: with consent the 重層的支援会議, without it the walled 支援会議; what each looks at and concludes."""
