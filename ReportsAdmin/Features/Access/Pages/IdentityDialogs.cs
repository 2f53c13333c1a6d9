using MudBlazor;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.Passkeys;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Access.Pages;

/// <summary>Asks the person at an open page to prove that it is them, before an act that is guarded twice.</summary>
internal sealed class IdentityDialogs(IDialogService dialogs, Confirmations confirmations, PasskeyCommands passkeys)
{
    /// <summary>True once they have.</summary>
    public async Task<bool> AskAsync(CurrentUser currentUser, CancellationToken ct)
    {
        var kind = await confirmations.ProofOfAsync(currentUser, ct);
        var hasPasskey = (await passkeys.OwnAsync(currentUser, ct)).Count > 0;
        var dialog = await dialogs.ShowAsync<IdentityDialog>(
            "Confirm that it is you",
            new DialogParameters<IdentityDialog> { { d => d.Kind, kind }, { d => d.HasPasskey, hasPasskey } },
            new DialogOptions
            {
                CloseButton = true,
                FullWidth = true,
                MaxWidth = MaxWidth.ExtraSmall,
            }
        );
        return await dialog.Result is { Canceled: false };
    }
}
