#!/usr/bin/env python3
"""Writes the AEDs of the demonstration town: generate.py <extract.osm.pbf> > aeds.csv

The AEDs that OpenStreetMap maps are taken as they are. Because five do not make a town, more are invented at real
places of the extract. An invented one says so in what every import keeps: its name begins with "[invented]",
its id contains "generated", and its @type, from which the import makes the source, is "generated". Needs osmium
(Debian package osmium-tool); the same extract gives the same file.
"""

import csv
import json
import math
import subprocess
import sys

COLUMNS = ("@id", "@type", "@lat", "@lon", "name", "description", "operator", "opening_hours", "indoor", "access",
           "wheelchair", "defibrillator:location")
BOX = (7.405, 43.722, 7.445, 43.757)  # west, south, east, north: Monaco and the streets next to it
WANTED = 35
APART_METERS = 130

# Kinds of places, the most likely first, with access, hours where the extract has none, and where it would hang.
KINDS = (
    ("amenity", "fire_station", "yes", "24/7", "à l'entrée de la caserne"),
    ("amenity", "police", "yes", "24/7", "à l'accueil"),
    ("railway", "station", "yes", "24/7", "dans le hall, près des ascenseurs"),
    ("amenity", "townhall", "yes", "Mo-Fr 08:30-17:00", "à l'accueil"),
    ("leisure", "stadium", "permissive", "Mo-Su 08:00-22:00", "au poste de secours"),
    ("leisure", "sports_centre", "customers", "Mo-Sa 07:30-21:00; Su 09:00-18:00", "à l'accueil"),
    ("amenity", "casino", "customers", "Mo-Su 10:00-04:00", "au vestiaire"),
    ("amenity", "ferry_terminal", "yes", "Mo-Su 06:00-22:00", "sur le quai"),
    ("tourism", "museum", "customers", "Mo-Su 10:00-18:00", "à la billetterie"),
    ("amenity", "school", "private", "Mo-Fr 07:45-18:00; PH off", "chez le concierge"),
    ("amenity", "theatre", "customers", "", "au foyer"),
    ("amenity", "pharmacy", "yes", "Mo-Sa 08:30-19:30", "à côté du comptoir"),
    ("tourism", "hotel", "permissive", "24/7", "à la réception"),
    ("amenity", "library", "yes", "Mo-Fr 09:30-18:30; Sa 10:00-13:00", "à l'accueil"),
    ("amenity", "post_office", "customers", "Mo-Fr 08:00-19:00; Sa 08:00-12:00", "à côté de l'entrée"),
    ("shop", "supermarket", "customers", "Mo-Sa 08:30-20:00", "à la caisse centrale"),
    ("amenity", "place_of_worship", "permissive", "", "sous le porche"),
)


def read(extract):
    """(longitude, latitude, tags) of every tagged object, in the order of the file."""
    command = ["osmium", "export", "--output-format=geojsonseq", "--format-option=print_record_separator=false",
               "--attributes=type,id", extract]
    for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines():
        feature = json.loads(line)
        points = list(positions(feature["geometry"]["coordinates"]))
        yield (sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points),
               feature["properties"])


def positions(coordinates):
    if isinstance(coordinates[0], (int, float)):
        yield coordinates
        return
    for part in coordinates:
        yield from positions(part)


def meters(a, b):
    east = (a[0] - b[0]) * math.cos(math.radians(a[1]))
    return math.hypot(east, a[1] - b[1]) * 111195


def mapped(longitude, latitude, tags):
    return {"@id": tags["@id"], "@type": tags["@type"], "@lat": f"{latitude:.7f}", "@lon": f"{longitude:.7f}",
            "name": tags.get("name", ""), "description": tags.get("description", tags.get("note", "")),
            **{key: tags.get(key, "") for key in COLUMNS[6:]}}


def invented(longitude, latitude, tags, kind):
    key, value, access, hours, where = kind
    return {"@id": f"{tags['@type'][0]}{tags['@id']}", "@type": "generated", "@lat": f"{latitude:.7f}",
            "@lon": f"{longitude:.7f}", "name": f"[invented] {tags['name']}",
            "description": f"invented for the demonstration at a real {key}={value}",
            "opening_hours": tags.get("opening_hours") or hours, "indoor": "no" if "porche" in where else "yes",
            "access": access, "defibrillator:location": where}


def choose(places, taken):
    """The first places by kind and id that lie apart from each other and from the mapped AEDs."""
    rows = []
    for kind in KINDS:
        of_kind = sorted((place for place in places if place[2].get(kind[0]) == kind[1]), key=lambda p: p[2]["@id"])
        for longitude, latitude, tags in of_kind:
            if len(rows) < WANTED and all(meters((longitude, latitude), other) > APART_METERS for other in taken):
                taken.append((longitude, latitude))
                rows.append(invented(longitude, latitude, tags, kind))
    return rows


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: generate.py <extract.osm.pbf> > aeds.csv")
    objects = list(read(sys.argv[1]))
    real = [place for place in objects if place[2].get("emergency") == "defibrillator"]
    west, south, east, north = BOX
    places = [place for place in objects
              if place[2].get("name") and west < place[0] < east and south < place[1] < north]
    writer = csv.DictWriter(sys.stdout, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(mapped(*place) for place in real)
    writer.writerows(choose(places, [place[:2] for place in real]))


if __name__ == "__main__":
    main()
