// SPDX-License-Identifier: Apache-2.0
#include "common/base/sha256.h"

#include <openssl/evp.h>

#include <cstdlib>
#include <memory>

namespace sijill::base {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// OpenSSL 3 looks an algorithm up by name at every use unless it was fetched.
const EVP_MD* Algorithm() {
  static const EVP_MD* const md = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return md;
}

}  // namespace

Hash Sha256(std::initializer_list<std::string_view> pieces) {
  thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(
      EVP_MD_CTX_new());
  Hash digest;
  bool ok = context != nullptr &&
            EVP_DigestInit_ex2(context.get(), Algorithm(), nullptr) == 1;
  for (const std::string_view piece : pieces) {
    ok = ok && EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1;
  }
  ok = ok && EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1;
  // Without a hash function no promise of this program can be kept.
  if (!ok) std::abort();
  return digest;
}

}  // namespace sijill::base
