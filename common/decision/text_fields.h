// SPDX-License-Identifier: Apache-2.0
// Checks of single fields of a request. Every problem is added, none stops the
// others; a description names the bound, never the value.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "common/refusal/refusal.h"
#include "google/protobuf/message.h"

namespace sijill::decision {

// Characters (code points) of a remark, a reason or an observation.
inline constexpr size_t kMaxRemark = 2000;

// Nothing but white space.
bool IsBlank(std::string_view text);

// At most `most` characters, and none that controls a terminal or turns the
// direction of writing, by which a text can be made to read as another
// (Unicode TR 36 section 2.10); line breaks and tabs may stand.
void CheckText(std::string_view text, size_t most, const std::string& field,
               refusal::FieldProblems& problems);
// The same, and not blank.
void RequireText(std::string_view text, size_t most, const std::string& field,
                 refusal::FieldProblems& problems);

// No field and no word of an enumeration that this program does not know: an
// event that carried it would be passed over by every reader.
void CheckKnown(const google::protobuf::Message& message,
                const std::string& field, refusal::FieldProblems& problems);

}  // namespace sijill::decision
