#include "server/store/push_book.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "server/store/record_push.h"
#include "server/store/vault_classes.h"

namespace goldenfour::store {
namespace {

using ports::PushSubscription;
using registry::ResponderId;

VaultKey key_of(const ResponderId& responder) {
  return {std::string(kResponderSubject) + responder.value(), std::string(kPushClass)};
}

Expected<void> write(JournalFile& file, const ResponderId& responder,
                     const std::vector<PushSubscription>& devices) {
  const VaultKey key = key_of(responder);
  if (devices.empty()) return file.vault_erase(key);
  return file.vault_put({key.subject, key.field_class, write_push(devices), kKeepUntilErased});
}

}  // namespace

VaultPushBook::VaultPushBook(SqliteJournal& journal, std::size_t devices)
    : journal_(journal), devices_(devices) {
  for (auto& shelf : shelves_) shelf.store(std::make_shared<const Shelf>());
}

std::atomic<std::shared_ptr<const VaultPushBook::Shelf>>& VaultPushBook::shelf_of(
    const ResponderId& responder) {
  return shelves_[std::hash<std::string>()(responder.value()) % kShelves];
}

const std::atomic<std::shared_ptr<const VaultPushBook::Shelf>>& VaultPushBook::shelf_of(
    const ResponderId& responder) const {
  return shelves_[std::hash<std::string>()(responder.value()) % kShelves];
}

tl::expected<void, std::string> VaultPushBook::load() {
  const auto visit = [this](const VaultRowView& row) -> Expected<void> {
    if (row.field_class != kPushClass || !row.subject.starts_with(kResponderSubject)) return {};
    auto devices = read_push(row.content);
    if (!devices)
      return failure(StoreErrorCode::kCorrupt,
                     "vault row of " + std::string(row.subject) + " cannot be read", {});
    show(ResponderId(std::string(row.subject.substr(kResponderSubject.size()))),
         std::move(*devices));
    return {};
  };
  const auto loaded = journal_.file_at_start().vault_for_each(visit);
  if (!loaded) return tl::unexpected(to_string(loaded.error()));
  return {};
}

void VaultPushBook::put(const ResponderId& responder, PushSubscription subscription,
                        ports::OnPushStored done) {
  const auto add = [this, subscription = std::move(subscription)](Devices& devices) {
    std::erase_if(devices, [&](const PushSubscription& known) {
      return known.device == subscription.device || known.endpoint == subscription.endpoint;
    });
    if (devices.size() >= devices_) devices.erase(devices.begin());
    devices.push_back(subscription);
  };
  change(responder, add, std::move(done));
}

void VaultPushBook::erase(const ResponderId& responder, std::string device,
                          ports::OnPushStored done) {
  const auto remove = [device = std::move(device)](Devices& devices) {
    std::erase_if(devices, [&](const PushSubscription& known) {
      return device.empty() || known.device == device;
    });
  };
  change(responder, remove, std::move(done));
}

void VaultPushBook::gone(const ResponderId& responder, std::string endpoint) {
  const auto remove = [endpoint = std::move(endpoint)](Devices& devices) {
    std::erase_if(devices,
                  [&](const PushSubscription& known) { return known.endpoint == endpoint; });
  };
  // Not taken means overload: the next message to it learns the same.
  change(responder, remove, [](dispatch::ErrorCode) {});
}

std::vector<PushSubscription> VaultPushBook::find(const ResponderId& responder) const {
  const auto shelf = shelf_of(responder).load();
  const auto found = shelf->find(responder);
  return found == shelf->end() ? Devices() : found->second;
}

void VaultPushBook::change(const ResponderId& responder, Change change, ports::OnPushStored done) {
  const auto told = std::make_shared<ports::OnPushStored>(std::move(done));
  const auto task = [this, responder, change = std::move(change), told](JournalFile& file) {
    const Devices before = find(responder);
    Devices after = before;
    change(after);
    if (after == before) return (*told)(dispatch::ErrorCode::kNone);
    const auto written = write(file, responder, after);
    if (!written) return (*told)(dispatch::ErrorCode::kInternal);
    show(responder, std::move(after));
    (*told)(dispatch::ErrorCode::kNone);
  };
  if (!journal_.post(task)) (*told)(dispatch::ErrorCode::kOverloaded);
}

void VaultPushBook::show(const ResponderId& responder, Devices devices) {
  auto& shelf = shelf_of(responder);
  auto next = std::make_shared<Shelf>(*shelf.load());
  if (devices.empty()) {
    next->erase(responder);
  } else {
    (*next)[responder] = std::move(devices);
  }
  shelf.store(std::move(next));
}

}  // namespace goldenfour::store
