#pragma once

#include <functional>
#include <ostream>
#include <string>

#include "clients/cli/texts.h"
#include "clients/common/wire.h"
#include "goldenfour/v1/incident.pb.h"

/// Incidents on a terminal, for people.
namespace goldenfour::cli {

struct Page {
  std::ostream& out;
  const Texts& t;
  bool colour = false;
  client::WallTime today;
  std::function<std::string(const std::string& aed)> aed_name;
};

void print_list(const v1::IncidentList& list, const Page& page);
void print_incident(const v1::Incident& incident, const Page& page);
void print_timeline(const v1::Timeline& timeline, const v1::Incident& incident, bool everything,
                    const Page& page);

}  // namespace goldenfour::cli
