// SPDX-License-Identifier: Apache-2.0
#include "common/crypto/openssl.h"

#include <openssl/err.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include "common/base/text.h"

namespace sijill::crypto {

BioHandle ReadingBio(std::string_view bytes) {
  if (bytes.size() > std::numeric_limits<int>::max()) return nullptr;
  return BioHandle(
      BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

std::string BytesOf(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return size > 0 ? std::string(data, static_cast<size_t>(size))
                  : std::string();
}

std::string OpenSslError() {
  std::string text;
  while (const unsigned long code = ERR_get_error()) {
    std::array<char, 256> reason = {};
    ERR_error_string_n(code, reason.data(), reason.size());
    if (!text.empty()) text.append("; ");
    text.append(reason.data());
  }
  return text.empty() ? "OpenSSL gave no reason" : text;
}

void DieOfOpenSsl(std::string_view what) {
  const std::string line =
      base::StrCat("fatal: ", what, ": ", OpenSslError(), "\n");
  std::fputs(line.c_str(), stderr);
  std::abort();
}

}  // namespace sijill::crypto
