//! Ctrl-C and a termination request, for the commands that wait.

use std::{cell::Cell, rc::Rc};

/// Waits for a signal and remembers which one came.
#[derive(Clone, Default)]
pub struct Signal {
    exit: Rc<Cell<Option<u8>>>,
}

impl Signal {
    /// Ready when the user interrupts or the system terminates the program.
    pub fn wait(&self) -> impl Future<Output = ()> + use<> {
        let exit = Rc::clone(&self.exit);
        async move {
            let code = received().await;
            exit.set(Some(code));
        }
    }

    /// The exit code of the signal that came; none while none did.
    pub fn exit(&self) -> Option<u8> {
        self.exit.get()
    }
}

#[cfg(unix)]
async fn received() -> u8 {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return interrupted().await;
    };
    tokio::select! {
        code = interrupted() => code,
        _ = terminate.recv() => 143,
    }
}

#[cfg(not(unix))]
async fn received() -> u8 {
    interrupted().await
}

async fn interrupted() -> u8 {
    if tokio::signal::ctrl_c().await.is_err() {
        // Without a handler the system ends the program itself.
        std::future::pending::<()>().await;
    }
    130
}
