using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Files;

namespace ReportsAdmin.Features.Forms.Intake;

/// <summary>A file that was taken for an answer.</summary>
/// <param name="Token">What the answer carries.</param>
public sealed record TakenFile(string Token, string FileName, long Size);

/// <summary>
/// Files given as answers. They lie in the file store under names of its own, are never served to be shown, and belong to nobody
/// until a submission names them.
/// </summary>
public sealed class AnswerFiles(
    IDbContextFactory<ReportsDb> contexts,
    FileStore store,
    FileQuota quota,
    TimeProvider time
)
{
    internal const int DefaultMegabytes = 10;
    internal const int MaxMegabytes = 30;
    internal const int Megabyte = 1024 * 1024;
    private const int MaxName = 200;

    /// <summary>Extensions that are taken, with what they are sent as.</summary>
    public static readonly IReadOnlyDictionary<string, string> Allowed = FileTypes.Known;

    /// <summary>The endings among <see cref="Allowed"/> that a word means: an ending with or without its dot, or a media type (<c>image/*</c>).</summary>
    internal static IReadOnlyList<string> EndingsOf(string word)
    {
        var name = word.Trim().ToLowerInvariant();
        if (name.EndsWith("/*", StringComparison.Ordinal))
            return [.. Allowed.Where(a => a.Value.StartsWith(name[..^1], StringComparison.Ordinal)).Select(a => a.Key)];
        if (name.Contains('/', StringComparison.Ordinal))
            return [.. Allowed.Where(a => a.Value == name).Select(a => a.Key)];
        var ending = name.StartsWith('.') ? name : "." + name;
        return Allowed.ContainsKey(ending) ? [ending] : [];
    }

    /// <summary>Stores a file for a field of the published form. Type and size are those the field allows; the content must begin as its type does.</summary>
    internal async Task<TakenFile> TakeAsync(
        FileOrigin origin,
        FormField field,
        string fileName,
        Stream content,
        CancellationToken ct
    )
    {
        var name = Path.GetFileName(fileName.Replace('\\', '/'));
        if (name.Length is 0 or > MaxName)
            throw DomainException.Invalid(field.Id, $"A file name has at most {MaxName} characters.");
        var type = TypeOf(field, Path.GetExtension(name).ToLowerInvariant());
        await using (var db = contexts.CreateDbContext())
            await quota.RequireAsync(db, origin, ct);
        var stored = await store.SaveAsync(content, (field.MaxMegabytes ?? DefaultMegabytes) * 1024L * 1024, ct);
        try
        {
            await CheckContentAsync(field, name, stored, ct);
            var file = new SubmissionFile
            {
                FormId = origin.FormId,
                LinkId = origin.LinkId,
                FieldId = field.Id,
                Token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
                FileName = name,
                ContentType = type,
                Size = stored.Size,
                FileKey = stored.Key,
                UploadedAt = time.GetUtcNow().UtcDateTime,
            };
            await using var db = contexts.CreateDbContext();
            db.Add(file);
            await db.SaveChangesAsync(ct);
            return new TakenFile(file.Token, file.FileName, file.Size);
        }
        catch
        {
            await store.DeleteAsync(stored.Key, CancellationToken.None);
            throw;
        }
    }

    /// <summary>What a file of this extension is sent as.</summary>
    private static string TypeOf(FormField field, string extension)
    {
        var taken = field.FileTypes.Count > 0 ? field.FileTypes : Allowed.Keys;
        return
            taken.Contains(extension, StringComparer.OrdinalIgnoreCase) && Allowed.TryGetValue(extension, out var type)
            ? type
            : throw new DomainException(
                ErrorKind.UnsupportedMedia,
                $"'{extension}' files are not taken here. Send {string.Join(", ", taken)}.",
                new Dictionary<string, string> { [field.Id] = "This kind of file is not taken." }
            );
    }

    private async Task CheckContentAsync(FormField field, string name, StoredFile stored, CancellationToken ct)
    {
        if (stored.Size == 0)
            throw DomainException.Invalid(field.Id, "The file is empty.");
        if (!await FileTypes.BeginsAsNamedAsync(store, stored.Key, name, ct))
            throw new DomainException(
                ErrorKind.UnsupportedMedia,
                $"{name} is not what its ending says.",
                new Dictionary<string, string> { [field.Id] = "The file is not what its ending says." }
            );
    }

    /// <summary>Gives the named files to a submission, inside the caller's transaction; answers the places of those that name none.</summary>
    internal static async Task<IReadOnlyList<string>> ClaimAsync(
        ReportsDb db,
        int formId,
        int submissionId,
        IReadOnlyList<(FormField Field, string Place, string Token)> named,
        CancellationToken ct
    )
    {
        var lost = new List<string>();
        foreach (var (field, place, token) in named)
        {
            var claimed = await db.Set<SubmissionFile>()
                .Where(f =>
                    f.Token == token
                    && f.FormId == formId
                    && f.FieldId == field.Id
                    && (f.SubmissionId == null || f.SubmissionId == submissionId)
                )
                .ExecuteUpdateAsync(s => s.SetProperty(f => f.SubmissionId, submissionId), ct);
            if (claimed == 0)
                lost.Add(place);
        }

        return lost;
    }
}
