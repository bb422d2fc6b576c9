#include "server/sim/gateway.h"

#include <utility>

namespace goldenfour::sim {

using dispatch::DeliveryStage;

Gateway::Gateway(Env& env, Server& server, Truth& truth, Ring ring)
    : env_(env), server_(server), truth_(truth), ring_(std::move(ring)) {}

void Gateway::send(const dispatch::SendByChannel& notice) {
  const dispatch::OfferId offer = notice.offer;
  if (env_.happens(Fault::kWebhookFailed, env_.knobs.webhook_failed)) {
    env_.after(env_.draw(seconds(1), seconds(10)),
               [this, offer] { report(offer, DeliveryStage::kFailed); });
    return;
  }
  env_.after(env_.draw(milliseconds(50), milliseconds(800)),
             [this, offer] { report(offer, DeliveryStage::kSent); });
  env_.after(env_.draw(seconds(1), seconds(12)), [this, offer, who = notice.responder] {
    truth_.has(offer, dispatch::Channel::kWebhook);
    ring_(who, offer);
    if (env_.happens(Fault::kReceiptLost, env_.knobs.receipt_lost)) return;
    env_.after(env_.draw(milliseconds(100), seconds(2)),
               [this, offer] { report(offer, DeliveryStage::kDelivered); });
  });
}

void Gateway::report(const dispatch::OfferId& offer, DeliveryStage stage) {
  if (!server_.up()) return;
  server_.node().submit({offer.incident.jurisdiction,
                         {},
                         0,
                         dispatch::ReportDelivery{offer, dispatch::Channel::kWebhook, stage}},
                        {});
}

}  // namespace goldenfour::sim
