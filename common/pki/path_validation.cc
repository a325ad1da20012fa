// SPDX-License-Identifier: Apache-2.0
#include "common/pki/path_validation.h"

#include <memory>
#include <string_view>

#include "common/base/text.h"
#include "common/pki/openssl_x509.h"

namespace sijill::pki {
namespace {

// 3: no key or digest below 128 bits of security; P-256 and SHA-256 are there.
constexpr int kSecurityLevel = 3;

// A stack that does not own what lies on it.
using BorrowedStack =
    std::unique_ptr<STACK_OF(X509), decltype([](STACK_OF(X509) * stack) {
                      sk_X509_free(stack);
                    })>;

absl::Status Refused(std::string_view why) {
  return absl::UnauthenticatedError(base::StrCat("the certificate", why));
}

// The text for X509_V_ERR_...; `depth` 0 is the leaf, 1 its root.
absl::Status PathRefusal(int error, int depth) {
  const std::string_view whose = depth == 0 ? " " : "'s root ";
  switch (error) {
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return Refused(base::StrCat(whose, "is not valid yet"));
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return Refused(base::StrCat(whose, "has expired"));
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
      return Refused(" does not bear its root's signature");
    case X509_V_ERR_PERMITTED_VIOLATION:
    case X509_V_ERR_EXCLUDED_VIOLATION:
    case X509_V_ERR_UNSUPPORTED_NAME_SYNTAX:
      return Refused(" is of a domain that its root is not bound to");
    case X509_V_ERR_OUT_OF_MEM:
    case X509_V_ERR_UNSPECIFIED:
      return absl::InternalError("path validation failed");
    default:
      return Refused(base::StrCat(whose, "is refused by path validation: ",
                                  X509_verify_cert_error_string(error)));
  }
}

}  // namespace

absl::Status ValidatePath(const Certificate& leaf, const Certificate& root,
                          absl::Time now) {
  const BorrowedStack trusted(sk_X509_new_null());
  const X509StoreContext context(X509_STORE_CTX_new());
  if (!trusted || !context || sk_X509_push(trusted.get(), root.get()) == 0 ||
      X509_STORE_CTX_init(context.get(), nullptr, leaf.get(), nullptr) != 1) {
    return absl::InternalError(crypto::OpenSslError());
  }
  X509_STORE_CTX_set0_trusted_stack(context.get(), trusted.get());
  X509_VERIFY_PARAM* const param = X509_STORE_CTX_get0_param(context.get());
  X509_VERIFY_PARAM_set_time(param, absl::ToTimeT(now));
  X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_X509_STRICT);
  X509_VERIFY_PARAM_set_auth_level(param, kSecurityLevel);
  const int valid = X509_verify_cert(context.get());
  crypto::OpenSslError();
  if (valid == 1) return absl::OkStatus();
  return PathRefusal(X509_STORE_CTX_get_error(context.get()),
                     X509_STORE_CTX_get_error_depth(context.get()));
}

}  // namespace sijill::pki
