// Push subscriptions, which are personal: in the vault, and in memory to be found at once.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "server/ports/push.h"
#include "server/store/journal.h"

namespace goldenfour::store {

// One row per responder, erased with it. Changes are made on the journal's thread, one after the
// other; readers never wait. Any thread.
class VaultPushBook final : public ports::PushBook {
 public:
  // `journal` must outlive this. `devices`: of one responder, at least 1.
  VaultPushBook(SqliteJournal& journal, std::size_t devices);

  // Before the journal's replay(). Rows that cannot be read are an error.
  tl::expected<void, std::string> load();

  void put(const registry::ResponderId& responder, ports::PushSubscription subscription,
           ports::OnPushStored done) override;
  void erase(const registry::ResponderId& responder, std::string device,
             ports::OnPushStored done) override;
  void gone(const registry::ResponderId& responder, std::string endpoint) override;
  std::vector<ports::PushSubscription> find(const registry::ResponderId& responder) const override;

 private:
  using Devices = std::vector<ports::PushSubscription>;
  using Shelf = std::map<registry::ResponderId, Devices>;
  using Change = std::function<void(Devices&)>;
  // Many, so that a change copies few.
  static constexpr std::size_t kShelves = 1024;

  void change(const registry::ResponderId& responder, Change change, ports::OnPushStored done);
  void show(const registry::ResponderId& responder, Devices devices);
  std::atomic<std::shared_ptr<const Shelf>>& shelf_of(const registry::ResponderId& responder);
  const std::atomic<std::shared_ptr<const Shelf>>& shelf_of(
      const registry::ResponderId& responder) const;

  SqliteJournal& journal_;
  const std::size_t devices_;
  std::array<std::atomic<std::shared_ptr<const Shelf>>, kShelves> shelves_;
};

}  // namespace goldenfour::store
