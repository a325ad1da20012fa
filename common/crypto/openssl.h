// SPDX-License-Identifier: Apache-2.0
// OpenSSL's objects with an owner, and its errors as text.
#pragma once

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#include <memory>
#include <string>
#include <string_view>

namespace sijill::crypto {

// Calls one of OpenSSL's functions of the form X_free(X*).
template <auto kFree>
struct Freed {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};

using KeyHandle = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using CipherContext =
    std::unique_ptr<EVP_CIPHER_CTX, Freed<EVP_CIPHER_CTX_free>>;
using BioHandle = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using BigNumber = std::unique_ptr<BIGNUM, Freed<BN_clear_free>>;
using BigNumberContext = std::unique_ptr<BN_CTX, Freed<BN_CTX_free>>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;

// A reading end over `bytes`, which must outlive it; null if memory is out.
BioHandle ReadingBio(std::string_view bytes);
// What was written to a memory BIO.
std::string BytesOf(BIO* bio);

// Empties this thread's queue of OpenSSL errors and says what was in it, the
// oldest first. Reasons and places in OpenSSL only, never data.
std::string OpenSslError();

// For what cannot fail on a sound machine (no randomness, no memory, no
// algorithm): says so on standard error and ends the process.
[[noreturn]] void DieOfOpenSsl(std::string_view what);

}  // namespace sijill::crypto
