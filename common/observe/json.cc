// SPDX-License-Identifier: Apache-2.0
#include "common/observe/json.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "common/base/text.h"

namespace sijill::observe {
namespace {

// The length of the UTF-8 sequence at the front, 0 if there is none.
size_t SequenceLength(std::string_view text) {
  for (size_t n = 1; n <= std::min<size_t>(4, text.size()); ++n) {
    if (base::IsUtf8(text.substr(0, n))) return n;
  }
  return 0;
}

void AppendEscaped(char c, std::string& out) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    default:
      break;
  }
  if (static_cast<uint8_t>(c) < 0x20 || c == 0x7f) {
    out += "\\u00" + base::Hex({&c, 1});
    return;
  }
  out += c;
}

}  // namespace

void AppendJsonString(std::string_view text, std::string& out) {
  out += '"';
  while (!text.empty()) {
    const size_t length = SequenceLength(text);
    const std::string_view piece = text.substr(0, std::max<size_t>(length, 1));
    if (length == 0) {
      out += "\xef\xbf\xbd";
    } else if (length == 1) {
      AppendEscaped(piece[0], out);
    } else if (piece == "\xe2\x80\xa8") {
      out += "\\u2028";  // a line end to some readers
    } else if (piece == "\xe2\x80\xa9") {
      out += "\\u2029";
    } else {
      out += piece;
    }
    text.remove_prefix(piece.size());
  }
  out += '"';
}

}  // namespace sijill::observe
