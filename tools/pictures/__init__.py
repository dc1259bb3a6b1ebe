"""The pictures of the READMEs and the handbook, made from the program as it is today.

``python -m tools.pictures`` writes docs/images. Each picture carries what stands in it, line by line with its
place in pixels, as the text ``Description`` of its PNG file, by which a picture made anew is compared
(``tests/tools/test_pictures.py``). One start of LibreOffice and one of Chromium make them all. Needs both,
poppler, the Noto CJK fonts, Pillow and playwright. All people and figures are made up.
"""
