// SPDX-License-Identifier: Apache-2.0
// Where targets take their first inputs from, read from the root of the
// repository. What cannot be read ends the process.
#pragma once

#include <string>
#include <string_view>

#include "tests/fuzz/harness/target.h"

namespace sijill::fuzz {

std::string FileBytes(const std::string& path);
// The files of a directory with that extension (".json"), by name.
Inputs FilesIn(const std::string& directory, std::string_view extension);

// The bytes of `field` of every vector of `what`, accepted and refused, in
// tests/conformance/bytes.json: a second implementation's.
Inputs VectorBytes(std::string_view what, const char* field);

}  // namespace sijill::fuzz
