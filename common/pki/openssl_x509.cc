// SPDX-License-Identifier: Apache-2.0
#include "common/pki/openssl_x509.h"

#include <openssl/pem.h>

#include <ctime>
#include <optional>

#include "absl/status/status.h"
#include "common/base/text.h"

namespace sijill::pki {
namespace {

constexpr size_t kMaxSerialBytes = 20;
constexpr std::string_view kSpace = " \t\r\n";

// What PEM_read_bio() allocates.
template <typename T>
using OpenSslMemory =
    std::unique_ptr<T, decltype([](T* memory) { OPENSSL_free(memory); })>;

std::string_view WithoutSpaceAround(std::string_view text) {
  const size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

}  // namespace

absl::StatusOr<std::string> DerOfPem(std::string_view pem,
                                     std::string_view label,
                                     std::string_view what, size_t max_bytes) {
  const std::string begin = base::StrCat("-----BEGIN ", label, "-----");
  const std::string end = base::StrCat("-----END ", label, "-----");
  const auto refused = [&](std::string_view why) {
    crypto::OpenSslError();  // leaves nothing for the thread's next call
    return absl::InvalidArgumentError(base::StrCat(what, " ", why));
  };
  if (pem.size() > max_bytes) return refused("is too long");
  const std::string_view block = WithoutSpaceAround(pem);
  // OpenSSL would pass over text before the block and blocks after it.
  if (!block.starts_with(begin) || !block.ends_with(end) ||
      block.find("-----BEGIN", 1) != std::string_view::npos) {
    return refused("is not exactly one block in PEM form");
  }
  const crypto::BioHandle bio = crypto::ReadingBio(block);
  char* name = nullptr;
  char* header = nullptr;
  uint8_t* data = nullptr;
  long size = 0;
  const bool read =
      bio && PEM_read_bio(bio.get(), &name, &header, &data, &size) == 1;
  const OpenSslMemory<char> name_owner(name);
  const OpenSslMemory<char> header_owner(header);
  const OpenSslMemory<uint8_t> data_owner(data);
  if (!read || size <= 0 || header[0] != '\0') {
    return refused("is not in PEM form");
  }
  return std::string(reinterpret_cast<const char*>(data),
                     static_cast<size_t>(size));
}

absl::StatusOr<absl::Time> InstantOf(const ASN1_TIME* time) {
  std::tm parts = {};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) {
    crypto::OpenSslError();
    return absl::InvalidArgumentError("a time is not written as RFC 5280 asks");
  }
  return absl::FromTM(parts, absl::UTCTimeZone());
}

Asn1Time Asn1TimeOf(absl::Time instant) {
  return Asn1Time(ASN1_TIME_set(nullptr, absl::ToTimeT(instant)));
}

std::string SerialHexOf(const ASN1_INTEGER* serial) {
  const crypto::BigNumber number(ASN1_INTEGER_to_BN(serial, nullptr));
  if (!number || BN_is_negative(number.get()) || BN_is_zero(number.get()) ||
      BN_num_bytes(number.get()) > static_cast<int>(kMaxSerialBytes)) {
    crypto::OpenSslError();
    return {};
  }
  std::string octets(static_cast<size_t>(BN_num_bytes(number.get())), '\0');
  BN_bn2bin(number.get(), reinterpret_cast<uint8_t*>(octets.data()));
  return base::Hex(octets);
}

Asn1Integer SerialOf(std::string_view hex) {
  const std::optional<std::string> octets = base::FromHex(hex);
  if (!octets || octets->empty() || octets->size() > kMaxSerialBytes ||
      octets->front() == '\0') {
    return nullptr;
  }
  const crypto::BigNumber number(
      BN_bin2bn(reinterpret_cast<const uint8_t*>(octets->data()),
                static_cast<int>(octets->size()), nullptr));
  return Asn1Integer(number ? BN_to_ASN1_INTEGER(number.get(), nullptr)
                            : nullptr);
}

}  // namespace sijill::pki
