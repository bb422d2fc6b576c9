# shellcheck shell=bash
# What deploy/up must know of this demonstration town; sourced.
town_title=Ljubljana
town_aeds="the AEDs of Slovenia"
town_place=46.0514,14.5060  # an emergency to try, WGS-84
town_spot="Preseren square"
town_homes=(--center "$town_place")  # where the volunteers live
