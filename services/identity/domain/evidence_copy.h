// SPDX-License-Identifier: Apache-2.0
// A copy of evidence, made fit to leave the house: of a type that its bytes
// bear out, and without what a camera or an office program wrote into it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace sijill::identity {

// Contract of EvidenceCopy. With its salt and envelope it stays below the
// largest part, 4,194,304 bytes.
inline constexpr size_t kMaxCopySize = 4'000'000;

// True for "image/jpeg", "image/png" and "application/pdf".
bool IsCopyType(std::string_view media_type);

// `content` without what is not the picture: of a JPEG (ITU-T T.81 annex B)
// every application segment but a bare JFIF header and Adobe's, and comments;
// of a PNG every ancillary chunk but those that say how its colours are read;
// of both whatever stands behind the end. Place, time, device and program can
// tell where a person is held or which unit asked. A PDF comes back as it is:
// nothing can be cut out of it without writing it anew.
//
// INVALID_ARGUMENT if `content` is not of `media_type`: its first bytes are
// others, or an image does not run to its end.
absl::StatusOr<std::string> WithoutMetadata(std::string_view media_type,
                                            std::string_view content);

}  // namespace sijill::identity
