"""Made-up people: members of staff and the workers that providers name."""

from random import Random

from portal.operations.demo.world import SEED, letters
from portal.workers.domain import NamedWorker

OPERATOR = ("Ngozi Whitcombe", "operator@fairshift.example")
INSPECTOR = ("Hanna Sørlie", "compliance@fairshift.example")
COLLEAGUE = ("Idris Falk", "inspection@fairshift.example")
"""Has no demo account: the second inspector, who proposes what the first decides on."""

_FIRST = {
    "GB": "Ada Ben Carys Dylan Elsie Femi Grant Holly Imran Jess Kofi Leanne Marek Nadia Owen Petra",
    "NL": "Anouk Bas Dieuwke Femke Gijs Ilse Joris Lotte Maarten Noor Ruben Sterre Tess Wout",
    "DE": "Anke Birgit Carsten Dörte Enno Frauke Hauke Inga Jannis Katja Lars Meike Nele Ole",
    "IE": "Aisling Bríd Cian Dervla Eoin Fionn Gráinne Lorcan Maeve Oisín Ronan Siobhán",
    "KG": "Aibek Aigul Bakyt Cholpon Daniyar Elnura Gulnara Jyldyz Kanat Meerim Nurbek Talant",
    "IT": "Alba Bruno Chiara Dario Elisa Fabio Gaia Ivo Lidia Marco Nadia Pietro Rosa Tullio",
    "ES": "Alba Bruno Candela Dani Elvira Felipe Gloria Hugo Irene Jaime Lola Manuel Nuria Raúl",
}
_LAST = {
    "GB": "Appleyard Brackley Cattermole Dunmow Eastoe Fairburn Gedney Holbeck Ingoldby Kettleby",
    "NL": "Aalders Boersma Dekens Eikema Hofland Kuiper Meinders Postma Rietveld Schaap Terpstra",
    "DE": "Ahlers Brandes Deters Eilers Gerdes Hinrichs Janßen Kramer Lübben Meyerholz Onken",
    "IE": "Brosnan Cusack Devane Fahy Garvey Hanlon Keane Lavelle Moriarty Noonan Scanlon",
    "KG": "Abdyldaev Asanova Beknazar Dzhumaev Ismailova Kadyrov Mamytova Osmonov Satybaldieva Toktogul",
    "IT": "Amato Barillà Cordì Donato Foti Gullace Laganà Morabito Nicolò Praticò Romeo",
    "ES": "Aguilera Bermejo Cortés Duarte Escobar Fajardo Gallego Herrera Lozano Molina Olmos",
}
_DRAMA_MOBILES = 1000


def made_up_workers(story: int, country: str, count: int) -> list[NamedWorker]:
    """So many workers of one story, all of different names; one in five left no mail address.

    Their mobile numbers lie in the range that is kept free for drama.
    """
    draw = Random(SEED + story)
    first, last = (names.get(country, names["GB"]).split() for names in (_FIRST, _LAST))
    pairs = draw.sample([(one, other) for one in first for other in last], count)
    return [
        NamedWorker(
            name=f"{one} {other}",
            phone=f"+447700900{(story * 41 + n) % _DRAMA_MOBILES:03}",
            email=None if n % 5 == 3 else f"{letters(one)}.{letters(other)}{story}@post.example",
        )
        for n, (one, other) in enumerate(pairs)
    ]
