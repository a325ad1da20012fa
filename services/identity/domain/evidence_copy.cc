// SPDX-License-Identifier: Apache-2.0
#include "services/identity/domain/evidence_copy.h"

#include <algorithm>
#include <cstdint>

#include "absl/status/status.h"

namespace sijill::identity {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kJpeg = "image/jpeg";
constexpr std::string_view kPng = "image/png";
constexpr std::string_view kPdf = "application/pdf";

absl::Status NotOfType() {
  return absl::InvalidArgumentError("the bytes are not of the media type");
}

uint8_t ByteAt(std::string_view text, size_t at) {
  return static_cast<uint8_t>(text[at]);
}

// Marker codes of ITU-T T.81 table B.1.
enum Marker : uint8_t {
  kTem = 0x01,
  kRst0 = 0xD0,
  kRst7 = 0xD7,
  kSoi = 0xD8,
  kEoi = 0xD9,
  kSos = 0xDA,
  kApp0 = 0xE0,
  kApp14 = 0xEE,
  kApp15 = 0xEF,
  kCom = 0xFE,
};

// `segment` begins behind its marker, with its length.
bool IsPicture(uint8_t marker, std::string_view segment) {
  constexpr size_t kBareJfif = 16;  // without a thumbnail
  const std::string_view data = segment.substr(2);
  if (marker == kApp0) {
    return segment.size() == kBareJfif && data.starts_with("JFIF\0"sv);
  }
  if (marker == kApp14) return data.starts_with("Adobe");
  return marker != kCom && (marker < kApp0 || marker > kApp15);
}

// The end of the entropy-coded data that begins at `at`: the place of the next
// marker that is no restart. B.1.1.5: a byte FF in the data is followed by 0.
size_t EndOfScan(std::string_view jpeg, size_t at) {
  for (; at + 1 < jpeg.size(); ++at) {
    if (ByteAt(jpeg, at) != 0xFF) continue;
    const uint8_t next = ByteAt(jpeg, at + 1);
    const bool data = next == 0 || (next >= kRst0 && next <= kRst7);
    if (!data && next != 0xFF) return at;
  }
  return jpeg.size();
}

absl::StatusOr<std::string> BareJpeg(std::string_view jpeg) {
  if (!jpeg.starts_with("\xFF\xD8\xFF"sv)) return NotOfType();
  std::string bare = "\xFF\xD8";
  size_t at = bare.size();
  bool scanned = false;
  while (at + 1 < jpeg.size() && ByteAt(jpeg, at) == 0xFF) {
    const uint8_t marker = ByteAt(jpeg, at + 1);
    if (marker == 0xFF) {  // fill byte
      ++at;
      continue;
    }
    if (marker == kEoi) {
      if (!scanned) return NotOfType();
      return bare.append("\xFF\xD9");
    }
    // What stands alone has no place between segments.
    if (marker == 0 || marker == kTem || (marker >= kRst0 && marker <= kSoi) ||
        at + 4 > jpeg.size()) {
      return NotOfType();
    }
    const size_t length =
        static_cast<size_t>(ByteAt(jpeg, at + 2)) << 8 | ByteAt(jpeg, at + 3);
    if (length < 2 || at + 2 + length > jpeg.size()) return NotOfType();
    size_t end = at + 2 + length;
    const bool keep = IsPicture(marker, jpeg.substr(at + 2, length));
    if (marker == kSos) {
      end = EndOfScan(jpeg, end);
      scanned = true;
    }
    if (keep) bare.append(jpeg.substr(at, end - at));
    at = end;
  }
  return NotOfType();
}

// PNG (ISO/IEC 15948) sections 11.2 and 11.3.
bool IsPicture(std::string_view chunk_type) {
  constexpr std::string_view kKept[] = {"IHDR", "PLTE", "IDAT", "IEND", "tRNS",
                                        "gAMA", "cHRM", "sRGB", "pHYs"};
  return std::ranges::find(kKept, chunk_type) != std::end(kKept);
}

absl::StatusOr<std::string> BarePng(std::string_view png) {
  constexpr std::string_view kSignature = "\x89PNG\r\n\x1A\n"sv;
  constexpr size_t kFrame = 12;  // length, type and CRC of a chunk
  if (!png.starts_with(kSignature)) return NotOfType();
  std::string bare(kSignature);
  size_t at = kSignature.size();
  while (png.size() - at >= kFrame) {
    const size_t length = static_cast<size_t>(ByteAt(png, at)) << 24 |
                          static_cast<size_t>(ByteAt(png, at + 1)) << 16 |
                          static_cast<size_t>(ByteAt(png, at + 2)) << 8 |
                          ByteAt(png, at + 3);
    const std::string_view type = png.substr(at + 4, 4);
    if (length > png.size() - at - kFrame) return NotOfType();
    if ((at == kSignature.size()) != (type == "IHDR")) return NotOfType();
    if (IsPicture(type)) bare.append(png.substr(at, kFrame + length));
    if (type == "IEND") return bare;
    at += kFrame + length;
  }
  return NotOfType();
}

}  // namespace

bool IsCopyType(std::string_view media_type) {
  return media_type == kJpeg || media_type == kPng || media_type == kPdf;
}

absl::StatusOr<std::string> WithoutMetadata(std::string_view media_type,
                                            std::string_view content) {
  if (media_type == kJpeg) return BareJpeg(content);
  if (media_type == kPng) return BarePng(content);
  // ISO 32000-1 section 7.5.2: the header is the first line.
  if (media_type == kPdf && content.starts_with("%PDF-")) {
    return std::string(content);
  }
  return NotOfType();
}

}  // namespace sijill::identity
