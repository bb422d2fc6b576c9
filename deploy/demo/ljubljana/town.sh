# shellcheck shell=bash
# What deploy/up must know of this demonstration town; sourced.
town_title=Ljubljana
town_aeds="the AEDs of Slovenia"
town_place=46.0514,14.5060  # an emergency to try, WGS-84
town_spot="Preseren square"
town_homes=(--center "$town_place")  # where the volunteers live
# Where exercises arise, and what is written as their address.
town_spots=(
  "46.0514,14.5060 Prešernov trg"
  "46.0503,14.5040 Kongresni trg"
  "46.0497,14.5068 Mestni trg"
  "46.0530,14.5035 Slovenska cesta"
  "46.0521,14.5103 Zmajski most")
