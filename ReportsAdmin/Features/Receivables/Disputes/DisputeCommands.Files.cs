using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Files;

namespace ReportsAdmin.Features.Receivables.Disputes;

public sealed partial class DisputeCommands
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>Keeps a file with the dispute. The content must begin as its ending says; it is sent to be saved, never shown.</summary>
    /// <exception cref="DomainException">Too large; unsupported media; a conflict when there is no room for more files.</exception>
    public async Task<DisputeFileRow> AttachAsync(
        CurrentUser currentUser,
        int disputeId,
        string fileName,
        Stream content,
        CancellationToken ct
    )
    {
        currentUser.Require(CustomerCommands.EditPermission);
        var name = Path.GetFileName(fileName.Replace('\\', '/'));
        if (name.Length is 0 or > DisputeFile.MaxName)
            throw DomainException.Invalid("file", $"A file name has 1 to {DisputeFile.MaxName} characters.");
        var type = FileTypes.TypeOf(name)
            ?? throw Unsupported($"{name} cannot be attached. Send {string.Join(", ", FileTypes.Endings)}.");
        await using (var db = contexts.CreateDbContext())
        {
            await ActableAsync(db, currentUser, disputeId, ct);
            await RequireRoomAsync(db, disputeId, ct);
        }

        var stored = await store.SaveAsync(content, options.FileMegabytes * Megabyte, ct);
        try
        {
            if (stored.Size == 0)
                throw DomainException.Invalid("file", "The file is empty.");
            if (!await FileTypes.BeginsAsNamedAsync(store, stored.Key, name, ct))
                throw Unsupported($"{name} is not what its ending says.");
            return await KeepAsync(currentUser, disputeId, name, type, stored, ct);
        }
        catch
        {
            await store.DeleteAsync(stored.Key, CancellationToken.None);
            throw;
        }
    }

    private async Task<DisputeFileRow> KeepAsync(
        CurrentUser currentUser,
        int disputeId,
        string name,
        string type,
        StoredFile stored,
        CancellationToken ct
    )
    {
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Its row lock lets one file at a time ask for room; rights may have gone while it was sent.
        await db.RaiseDataVersionAsync(Topic, ct);
        var (dispute, customer) = await ActableAsync(db, currentUser, disputeId, ct);
        await RequireRoomAsync(db, disputeId, ct);
        var file = new DisputeFile
        {
            DisputeId = dispute.Id,
            FileName = name,
            ContentType = type,
            Size = stored.Size,
            FileKey = stored.Key,
            Hash = stored.Hash,
            At = clock.UtcNow,
            ById = currentUser.UserId,
            ByName = currentUser.Name,
        };
        db.Add(file);
        ledger.Say(db, currentUser, customer, dispute.Id, DisputeMessageKind.Attached, name);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        await notifier.PublishAsync(Topic);
        return new DisputeFileRow(file.Id, file.FileName, file.Size, file.At, file.ByName);
    }

    private async Task RequireRoomAsync(ReportsDb db, int disputeId, CancellationToken ct)
    {
        var files = await db.Set<DisputeFile>().CountAsync(f => f.DisputeId == disputeId, ct);
        if (files >= limits.Of(DisputeOptions.FilesLimit))
            throw DomainException.Conflict($"A dispute has at most {limits.Of(DisputeOptions.FilesLimit)} files.");
        if (
            await db.Set<DisputeFile>().SumAsync(f => f.Size, ct)
            >= limits.Of(DisputeOptions.MegabytesLimit) * Megabyte
        )
            throw DomainException.Conflict("There is no room for more files of disputes. Tell an administrator.");
    }

    private static DomainException Unsupported(string message) =>
        new(ErrorKind.UnsupportedMedia, message, new Dictionary<string, string> { ["file"] = message });
}
