# shellcheck shell=bash
# What deploy/up must know of this demonstration town; sourced.
town_title=Monaco
town_aeds="the AEDs of Monaco, most of them invented"
town_place=43.7393,7.4276  # an emergency to try, WGS-84
town_spot="Place du Casino"
# Between the mountain and the sea the quarters are small: nobody shall live in the harbour.
town_homes=(--radius 260
  --center 43.7339,7.4180 --center 43.7396,7.4205 --center 43.7405,7.4255 --center 43.7440,7.4280
  --center 43.7295,7.4140 --center 43.7360,7.4145)
# Where exercises arise, and what is written as their address.
town_spots=(
  "43.7393,7.4276 Place du Casino"
  "43.7389,7.4246 Avenue de la Costa"
  "43.7416,7.4264 Boulevard des Moulins"
  "43.7378,7.4215 Sainte-Dévote"
  "43.7345,7.4207 La Condamine")
