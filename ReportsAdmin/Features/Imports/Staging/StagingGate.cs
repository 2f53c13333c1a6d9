namespace ReportsAdmin.Features.Imports.Staging;

/// <summary>
/// Lets a process read uploads side by side, but one alone whose earlier attempt came to no end: should its file kill the
/// process again, it takes no other upload with it.
/// </summary>
public sealed class StagingGate
{
    private const int Places = 64;

    private readonly SemaphoreSlim places = new(Places, Places);
    private readonly SemaphoreSlim single = new(1, 1);

    /// <summary>Waits for a place; dispose the answer to leave it.</summary>
    public async Task<IDisposable> EnterAsync(bool alone, CancellationToken ct)
    {
        if (!alone)
        {
            await places.WaitAsync(ct);
            return new Leaving(this, 1);
        }

        await single.WaitAsync(ct);
        var taken = 0;
        try
        {
            for (; taken < Places; taken++)
                await places.WaitAsync(ct);
            return new Leaving(this, Places);
        }
        catch
        {
            if (taken > 0)
                places.Release(taken);
            throw;
        }
        finally
        {
            single.Release();
        }
    }

    private sealed class Leaving(StagingGate gate, int taken) : IDisposable
    {
        public void Dispose() => gate.places.Release(taken);
    }
}
