using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Imports.Staging;

/// <summary>Writes judged rows, one chunk after the other, while the next ones are judged.</summary>
internal sealed class StagingWriter : IAsyncDisposable
{
    // Small enough that a chunk dies young: rows that outlive a collection cost more than the commits saved.
    public const int ChunkRows = 4_000;

    private const string Table = "import_rows";

    private static readonly BulkColumn[] Columns =
    [
        new("batch_id", BulkType.Int32),
        new("row_number", BulkType.Int32),
        new("effect", BulkType.Int16),
        new("key", BulkType.Text),
        new("label", BulkType.Text),
        new("section", BulkType.Text),
        new("amount", BulkType.Int64),
        new("delta", BulkType.Int64),
        new("changes", BulkType.Text),
        new("problems", BulkType.Text),
    ];

    private readonly Channel<(ValidatedRow[] Rows, int Progress)> chunks = Channel.CreateBounded<(
        ValidatedRow[] Rows,
        int Progress
    )>(1);
    private readonly CancellationTokenSource stopping = new();
    private readonly IBulkImporter bulk;
    private readonly ChangeNotifier notifier;
    private readonly ReportsDb db;
    private readonly StagedUpload upload;
    private readonly Task writing;
    private long written;

    /// <param name="db">Used by the writer alone until it is disposed.</param>
    public StagingWriter(IBulkImporter bulk, ChangeNotifier notifier, ReportsDb db, StagedUpload upload)
    {
        (this.bulk, this.notifier, this.db, this.upload) = (bulk, notifier, db, upload);
        writing = Task.Run(WriteAllAsync, CancellationToken.None);
    }

    /// <summary>Hands a chunk over; what went wrong with an earlier one is thrown here.</summary>
    /// <param name="progress">0 to 100, after the chunk.</param>
    public async Task AddAsync(ValidatedRow[] rows, int progress, CancellationToken ct)
    {
        try
        {
            await chunks.Writer.WriteAsync((rows, progress), ct);
        }
        catch (ChannelClosedException)
        {
            await writing;
            throw;
        }
    }

    /// <summary>Returns when everything is written.</summary>
    public Task CompleteAsync()
    {
        chunks.Writer.TryComplete();
        return writing;
    }

    /// <summary>Stops the writing and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        chunks.Writer.TryComplete();
        await stopping.CancelAsync();
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task WriteAllAsync()
    {
        try
        {
            await foreach (var (rows, progress) in chunks.Reader.ReadAllAsync(stopping.Token))
                await WriteAsync(rows, progress);
            await TableStatistics.FollowAsync(db, Table, written, stopping.Token);
            foreach (var table in upload.Target.Tables)
                await table.FollowAsync(db, written, stopping.Token);
        }
        finally
        {
            chunks.Writer.TryComplete();
        }
    }

    private async Task WriteAsync(ValidatedRow[] rows, int progress)
    {
        var ct = stopping.Token;
        await upload.Hold.WriteAsync(
            db,
            progress,
            async () =>
            {
                // A chunk need not be safe on the disk when the next begins: the commit that calls the upload staged is, and all
                // before it with it.
                if (db.IsPostgres)
                    await db.Database.ExecuteSqlAsync($"SET LOCAL synchronous_commit TO OFF", ct);
                await WriteRowsAsync(rows, ct);
                foreach (var table in upload.Target.Tables)
                    await table.StageAsync(bulk, db, upload.Batch.Id, rows, ct);
            },
            ct
        );
        written += rows.Length;
        upload.Job?.Report("Reading and comparing rows", progress, written);
        await notifier.PublishAsync(ImportStaging.TopicOf(upload.Batch.Id));
    }

    private Task<long> WriteRowsAsync(ValidatedRow[] rows, CancellationToken ct)
    {
        var at = 0;
        return bulk.WriteAsync(
            db,
            Table,
            Columns,
            into =>
            {
                if (at == rows.Length)
                    return false;
                var row = rows[at++];
                into.Write(upload.Batch.Id);
                into.Write(row.RowNumber);
                into.Write((short)row.Effect);
                into.Write(CleanText.Clip(row.Key, 200));
                into.Write(CleanText.Clip(row.Label, 200));
                into.Write(row.Section);
                into.Write(row.Amount);
                into.Write(row.Delta);
                into.Write(ImportJson.Write(row.Changes));
                into.Write(ImportJson.Write(row.Problems));
                return true;
            },
            ct
        );
    }
}
