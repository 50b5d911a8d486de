"""The county that people in Britain write after a town, for councils that are no county.

The ceremonial counties of England (Lieutenancies Act 1997, schedule 1). Councils not named here
are counties themselves, or stay as they are, as in Scotland, Wales and Northern Ireland.
"""

_COUNCILS = {
    "Bedfordshire": "Bedford; Central Bedfordshire; Luton",
    "Berkshire": "Bracknell Forest; Reading; Slough; West Berkshire; Windsor and Maidenhead; Wokingham",
    "Buckinghamshire": "Milton Keynes",
    "Cambridgeshire": "Peterborough",
    "Cheshire": "Cheshire East; Cheshire West and Chester; Halton; Warrington",
    "Cornwall": "Isles of Scilly",
    "County Durham": "Darlington; Durham, County; Hartlepool; Stockton-on-Tees",
    "Derbyshire": "Derby",
    "Devon": "Plymouth; Torbay",
    "Dorset": "Bournemouth, Christchurch and Poole",
    "East Sussex": "Brighton and Hove",
    "East Yorkshire": "East Riding of Yorkshire; Kingston upon Hull",
    "Essex": "Southend-on-Sea; Thurrock",
    "Gloucestershire": "South Gloucestershire",
    "Greater Manchester": "Bolton; Bury; Manchester; Oldham; Rochdale; Salford; Stockport; Tameside; "
    "Trafford; Wigan",
    "Hampshire": "Portsmouth; Southampton",
    "Kent": "Medway",
    "Lancashire": "Blackburn with Darwen; Blackpool",
    "Leicestershire": "Leicester",
    "Lincolnshire": "North East Lincolnshire; North Lincolnshire",
    "Merseyside": "Knowsley; Liverpool; Sefton; St. Helens; Wirral",
    "North Yorkshire": "Middlesbrough; Redcar and Cleveland; York",
    "Northamptonshire": "North Northamptonshire; West Northamptonshire",
    "Nottinghamshire": "Nottingham",
    "Shropshire": "Telford and Wrekin",
    "Somerset": "Bath and North East Somerset; North Somerset",
    "South Yorkshire": "Barnsley; Doncaster; Rotherham; Sheffield",
    "Staffordshire": "Stoke-on-Trent",
    "Tyne and Wear": "Gateshead; Newcastle upon Tyne; North Tyneside; South Tyneside; Sunderland",
    "West Midlands": "Birmingham; Coventry; Dudley; Sandwell; Solihull; Walsall; Wolverhampton",
    "West Yorkshire": "Bradford; Calderdale; Kirklees; Leeds; Wakefield",
    "Wiltshire": "Swindon",
    "Aberdeen": "Aberdeen City",
    "Belfast": "Belfast City",
    "Bristol": "Bristol, City of",
    "Dundee": "Dundee City",
    "Edinburgh": "Edinburgh, City of",
    "Glasgow": "Glasgow City",
    "Vale of Glamorgan": "Vale of Glamorgan, The",
}
_COUNTIES = {council: county for county, councils in _COUNCILS.items() for council in councils.split("; ")}


def county_of(council: str) -> str:
    """The county around a council's area; the council itself where it is one."""
    return _COUNTIES.get(council, council)
