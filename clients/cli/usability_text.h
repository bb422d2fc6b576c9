#pragma once

#include <string>

#include "clients/cli/texts.h"
#include "clients/common/wire.h"
#include "goldenfour/v1/aed.pb.h"

/// Usability of an AED in plain words of both languages. Pure.
namespace goldenfour::cli {

/// "95 %: open until 22:00:00"; "-" when the server does not tell.
std::string usability_line(const v1::Aed& aed, client::WallTime today, const Texts& t);

/// One reason: "pads expired on 2026-05-31"; a code that this client does not know as it came.
std::string reason_text(const v1::UsabilityReason& reason, client::WallTime today, const Texts& t);

}  // namespace goldenfour::cli
