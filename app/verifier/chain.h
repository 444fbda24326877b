// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/verifier/check.h"

#include <map>

namespace knock::evidence {

using Files = std::map<std::string, std::string, std::less<>>;

/// Walks the chain of the bundle and compares its rows with the record.
void checkChain(const Files &files, Report &report);

} // namespace knock::evidence
