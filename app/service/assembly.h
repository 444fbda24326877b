// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/service/configuration.h"
#include "app/service/service.h"

namespace knock::recording {
class Recorder;
}
namespace knock::status {
class Status;
}
namespace knock::telephony {
class Telephony;
}
namespace knock::web {
class Server;
}

namespace knock::service {

/// The service with the parts that whoever runs it must reach beside it: to end in peace, and to take new certificates.
/// They belong to the service and live on its thread.
struct Assembled {
    std::unique_ptr<Service> service;
    telephony::Telephony *telephony = nullptr;
    recording::Recorder *recorder = nullptr;
    status::Status *status = nullptr; ///< null: nobody is told how the service is
    std::vector<web::Server *> servers;
};

/// Makes the journal, the adapters and the service between them, on the calling thread, which becomes the service
/// thread.
///
/// Without a journal there is no service. An adapter that cannot start is told as Health, and the others work: a desk
/// that cannot send texts still answers calls. The ports in use are left in dataFolder/endpoints.json.
[[nodiscard]] Result<Assembled> assembleAll(const Configuration &configuration, const Clock &clock);
[[nodiscard]] Result<std::unique_ptr<Service>> assemble(const Configuration &configuration, const Clock &clock);

} // namespace knock::service
