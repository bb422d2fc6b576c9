#pragma once

#include <string>

#include "clients/cli/session.h"

namespace goldenfour::cli {

struct ImportOptions {
  std::string file;
  std::string jurisdiction;
  std::string datum = "WGS84";
  std::string report;  ///< path of a CSV file; empty: none
};

/// Sends the file in batches of at most 256 rows, shows progress on standard error when that is a
/// terminal, writes the report, prints a summary. Rows that the server refuses do not stop it. The
/// exit code is 1 when a row was refused.
int import_aeds(Session& session, const ImportOptions& options);

}  // namespace goldenfour::cli
